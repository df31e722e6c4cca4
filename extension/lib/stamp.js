// Times in the names of files.

/** The day and the minute as they stand in the name of a file, by the person's clock. */
export function stamp() {
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16).replace('T', '-').replace(':', '');
}
