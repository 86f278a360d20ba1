/** The parts of the panel that are loaded while it can be used already; the first part knows only their types. */
export { Announcer } from './announcer.tsx';
export { Hint } from './hint.tsx';
export { OutsideNotice } from './outside-notice.tsx';
export { Problems } from './problems.tsx';
export { Summary } from './summary.tsx';
export { UploadList } from './upload-list.tsx';
export { Ways } from './ways.tsx';
