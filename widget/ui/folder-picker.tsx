import { useLanguage } from './language.ts';

interface FolderPickerProps {
  readonly disabled: boolean;
  onFiles(files: readonly File[]): void;
}

/** Picks a folder with all that is in it; nothing where the browser picks no folders. */
export function FolderPicker({ disabled, onFiles }: FolderPickerProps) {
  const { t } = useLanguage();
  if (!('webkitdirectory' in HTMLInputElement.prototype)) return null;
  return (
    <button
      type="button"
      class="link-button pick-folder"
      aria-disabled={disabled}
      onClick={() => !disabled && pickFolder(onFiles)}
    >
      {t('pick.folder')}
    </button>
  );
}

function pickFolder(onFiles: (files: readonly File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.webkitdirectory = true;
  input.onchange = async () => {
    const { withoutSystemFiles } = await import('./folders.ts');
    const files = withoutSystemFiles([...(input.files ?? [])]);
    if (files.length > 0) onFiles(files);
  };
  input.click();
}
