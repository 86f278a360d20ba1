import { Announcer } from './announcer.tsx';
import { HeldFiles } from './attachments/held-files.tsx';
import { TicketFileList } from './attachments/ticket-file-list.tsx';
import { filesOfDrop } from './folders.ts';
import { Hint } from './hint.tsx';
import { KeepingLines } from './keeping-lines.tsx';
import { OutsideNotice } from './outside-notice.tsx';
import { filesOfPaste } from './pasted.ts';
import { Problems } from './problems.tsx';
import { Summary } from './summary.tsx';
import { UploadList } from './upload-list.tsx';
import { Ways } from './ways.tsx';

/**
 * The parts of the panel that are loaded while it can be used already; the first part knows only their types. An object
 * takes fewer bytes than a module's namespace.
 */
export const parts = {
  Announcer,
  HeldFiles,
  TicketFileList,
  filesOfDrop,
  Hint,
  KeepingLines,
  OutsideNotice,
  filesOfPaste,
  Problems,
  Summary,
  UploadList,
  Ways,
};
