import { useEffect, useRef, useState } from 'preact/hooks';
import type { Given } from './held-files.ts';

/**
 * Makes the whole page a drop target for files and folders.
 * @returns whether files are being dragged over it
 */
export function useDrop(onFiles: (given: Given) => void): boolean {
  const [dragging, setDragging] = useState(false);
  const take = useRef(onFiles);
  take.current = onFiles;

  useEffect(() => {
    const stop = new AbortController();
    const on = (type: 'dragenter' | 'dragover' | 'dragleave' | 'drop', listener: (event: DragEvent) => void) => {
      const ofFiles = (event: DragEvent) => {
        if (event.dataTransfer?.types.includes('Files')) listener(event);
      };
      document.addEventListener(type, ofFiles, { signal: stop.signal });
    };
    const welcome = (event: DragEvent) => {
      event.preventDefault();
      setDragging(true);
    };
    on('dragenter', welcome);
    on('dragover', welcome);
    on('dragleave', (event) => {
      // Between two elements of the page the one entered is told; out of the page there is none.
      if (event.relatedTarget === null) setDragging(false);
    });
    on('drop', (event) => {
      // Even when nothing can be taken now: the browser would open the file in place of the panel.
      event.preventDefault();
      setDragging(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      const entries = [...(event.dataTransfer?.items ?? [])].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
      if (entries.some(({ isDirectory }) => isDirectory)) take.current((parts) => parts.filesOfDrop(entries, files));
      else if (files.length > 0) take.current(files);
    });
    return () => stop.abort();
  }, []);

  return dragging;
}
