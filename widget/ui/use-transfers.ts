import { useEffect, useState } from 'preact/hooks';
import type { Given } from './held-files.ts';
import { useLanguage } from './language.ts';

type TransferType = 'dragenter' | 'dragover' | 'drop' | 'paste';

/**
 * Takes the files and folders that are dropped anywhere on the page, and the files that are pasted there.
 * @returns whether files are being dragged over it
 */
export function useTransfers(onFiles: (given: Given) => void): boolean {
  const [dragging, setDragging] = useState(false);
  const { t } = useLanguage();

  useEffect(() => {
    const stop = new AbortController();
    const on = (type: TransferType, listener: (transfer: DataTransfer) => void) => {
      const ofFiles = (event: DragEvent | ClipboardEvent) => {
        const transfer = 'clipboardData' in event ? event.clipboardData : event.dataTransfer;
        if (!transfer?.types.includes('Files')) return;
        // Even when nothing can be taken now: the browser would open the file in place of the panel.
        event.preventDefault();
        listener(transfer);
      };
      document.addEventListener(type, ofFiles, stop);
    };
    const welcome = () => setDragging(true);
    on('dragenter', welcome);
    on('dragover', welcome);
    const leave = ({ relatedTarget }: DragEvent) => {
      // Between two elements of the page the one entered is told; out of the page there is none.
      if (!relatedTarget) setDragging(false);
    };
    document.addEventListener('dragleave', leave, stop);
    on('drop', (transfer) => {
      setDragging(false);
      const files = [...transfer.files];
      const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
      if (entries.some(({ isDirectory }) => isDirectory)) onFiles((parts) => parts.filesOfDrop(entries, files));
      else if (files.length > 0) onFiles(files);
    });
    on('paste', (transfer) => {
      const files = [...transfer.files];
      const now = new Date();
      onFiles((parts) => parts.filesOfPaste(files, t, now));
    });
    return () => stop.abort();
  }, [onFiles, t]);

  return dragging;
}
