/** The parts of the panel that are loaded while it can be used already; the first part knows only their types. */
export { Announcer } from './announcer.tsx';
export { HeldFiles } from './attachments/held-files.tsx';
export { TicketFileList } from './attachments/ticket-file-list.tsx';
export { filesOfDrop } from './folders.ts';
export { Hint } from './hint.tsx';
export { KeepingLines } from './keeping-lines.tsx';
export { OutsideNotice } from './outside-notice.tsx';
export { filesOfPaste } from './pasted.ts';
export { Problems } from './problems.tsx';
export { Summary } from './summary.tsx';
export { UploadList } from './upload-list.tsx';
export { Ways } from './ways.tsx';
