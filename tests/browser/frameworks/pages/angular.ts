// ngModel, and reactive forms with a control for each of six boxes.
import '@angular/compiler';
import { Component, provideZonelessChangeDetection, signal } from '@angular/core';
import { FormArray, FormControl, FormsModule, ReactiveFormsModule, Validators } from '@angular/forms';
import { bootstrapApplication } from '@angular/platform-browser';

@Component({
  selector: 'app-single',
  imports: [FormsModule],
  template: `
    <label>Authentication code <input name="totp" inputmode="numeric" maxlength="6" [ngModel]="code()" (ngModelChange)="code.set($event)"></label>
    <output id="state">{{ code() }}</output>`,
})
class Single {
  code = signal('');
}

@Component({
  selector: 'app-boxes',
  imports: [ReactiveFormsModule],
  template: `
    <div>
      @for (control of digits.controls; track $index) {
        <input #box [formControl]="control" maxlength="1" inputmode="numeric" style="width: 36px"
          (keydown)="key($event)" (keyup)="next($index, box)" (input)="show()">
      }
    </div>
    <output id="state">{{ state() }}</output>`,
})
class Boxes {
  digits = new FormArray(Array.from({ length: 6 }, () => new FormControl('', { nonNullable: true, validators: Validators.pattern(/^\d$/) })));
  state = signal('');
  show() {
    this.state.set(this.digits.valid ? this.digits.value.join('') : '');
  }
  key(event: KeyboardEvent) {
    if (event.key.length === 1 && !/\d/.test(event.key)) event.preventDefault();
  }
  next(at: number, box: HTMLInputElement) {
    if (this.digits.at(at).value !== '') (box.nextElementSibling as HTMLInputElement | null)?.focus();
  }
}

const boxes = location.hash === '#boxes';
document.getElementById('app')!.append(document.createElement(boxes ? 'app-boxes' : 'app-single'));
const providers = [provideZonelessChangeDetection()];
void (boxes ? bootstrapApplication(Boxes, { providers }) : bootstrapApplication(Single, { providers }));
