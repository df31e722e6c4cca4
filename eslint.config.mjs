import js from '@eslint/js';
import globals from 'globals';

/** `browser.storage`, however it is written. */
const STORAGE_DOOR = {
  selector: ':matches(MemberExpression[property.name="storage"], MemberExpression[property.value="storage"], ObjectPattern[parent.init.name="browser"] > Property[key.name="storage"])',
  message: 'lib/storage.js is the one door to the storage.',
};

/** What changes the storage: the background is the only writer, so that no two writes lose one another. */
const WRITERS = [
  {
    selector: 'ImportDeclaration[source.value=/storage\\.js$/] > ImportSpecifier[imported.name=/^(clearSession|closeLocalToPages)$/]',
    message: 'Only the background writes to the storage: send it a message.',
  },
  {
    selector: 'CallExpression[callee.object.name=/^(local|session)$/][callee.property.name=/^(set|remove)$/]',
    message: 'Only the background writes to the storage: send it a message.',
  },
];

export default [
  { ignores: ['dist/', 'target/', 'node_modules/'] },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['error'] }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    files: ['extension/**/*.js'],
    languageOptions: { globals: { ...globals.browser, chrome: 'readonly' } },
    rules: {
      'no-restricted-properties': [
        'error',
        ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'write'].map((property) => ({
          property,
          message: 'Markup is never made from strings: textContent and templates only.',
        })),
      ],
      'no-restricted-globals': ['error', { name: 'chrome', message: 'lib/browser.js is the one door to the extension API.' }],
      'no-restricted-syntax': ['error', STORAGE_DOOR, ...WRITERS],
    },
  },
  { files: ['extension/lib/browser.js'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['extension/background/**/*.js'], rules: { 'no-restricted-syntax': ['error', STORAGE_DOOR] } },
  { files: ['extension/lib/storage.js'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { ...globals.node, ...globals.browser, chrome: 'readonly' } },
    rules: { 'no-console': 'off' },
  },
  { files: ['tests/portals/assets/**/*.js'], languageOptions: { sourceType: 'script', globals: globals.browser } },
];
