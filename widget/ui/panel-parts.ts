/** The parts of the panel that are loaded while it can be used already; the first part knows only their types. */
export { Announcer } from './announcer.tsx';
export { Hint } from './hint.tsx';
export { KeepingLines } from './keeping-lines.tsx';
export { Problems } from './problems.tsx';
export { Summary } from './summary.tsx';
export { UploadList } from './upload-list.tsx';
