import { useRef, useState } from 'preact/hooks';
import { endingOf } from '../../contract/file-types.ts';
import { mayCapture } from '../capture/allowed.ts';
import type { Photos } from '../photos/photos.ts';
import { useLeavingFocus } from './attachments/use-leaving-focus.ts';
import { nameOnce, timeForName } from './dated-name.ts';
import { Icon, type IconName } from './icons.tsx';
import { useLanguage } from './language.ts';
import { mayPickFolder, pickFolder } from './pick-folder.ts';

interface WaysProps {
  readonly photos: Photos;
  onFiles(files: readonly File[]): void;
  /** Takes the focus to a place that stays. */
  keepFocus(): void;
}

/** Ways to get files in beside picking and dropping, and what is done to photos on their way. */
export function Ways({ photos, onFiles, keepFocus }: WaysProps) {
  const { t } = useLanguage();
  const camera = useRef<HTMLInputElement>(null);
  const [failed, setFailed] = useState(false);

  function take(word: string, file: Blob, ending: string): void {
    const now = new Date();
    const name = nameOnce(`${word} ${timeForName(now)}`, ending);
    onFiles([new File([file], name, { type: file.type, lastModified: now.getTime() })]);
  }

  async function capture(): Promise<void> {
    setFailed(false);
    try {
      const { captureScreen } = await import('../capture/screen.ts');
      const end = await captureScreen(navigator.mediaDevices);
      if (end.kind === 'captured') take(t('capture.name'), end.image, 'png');
      setFailed(end.kind === 'failed');
    } catch {
      setFailed(true);
    }
  }

  const way = (icon: IconName, text: string, go: () => void) => (
    <button type="button" class="link-button way" onClick={go}>
      <Icon name={icon} size={16} />
      {text}
    </button>
  );
  return (
    <>
      <div class="ways">
        {mayPickFolder() && way('folder', t('pick.folder'), () => pickFolder(onFiles))}
        {matchMedia('(pointer: coarse)').matches && (
          <>
            {way('camera', t('camera.take'), () => camera.current?.click())}
            <input
              ref={camera}
              type="file"
              accept="image/*"
              capture="environment"
              hidden
              onChange={({ currentTarget }) => {
                const [photo] = currentTarget.files ?? [];
                // Phones call every photo the same, or by a number.
                if (photo) take(t('camera.name'), photo, endingOf(photo.name) || 'jpg');
                currentTarget.value = '';
              }}
            />
          </>
        )}
        {mayCapture() && way('screen', t('capture.take'), () => void capture())}
        <label class="wish">
          <input
            type="checkbox"
            checked={photos.wanted.value}
            onChange={({ currentTarget }) => photos.want(currentTarget.checked)}
          />
          <span>{t('photos.reduce')}</span>
        </label>
      </div>
      {photos.wanted.value && <p class="hint">{t('photos.hint')}</p>}
      {failed && (
        <p class="problem" role="alert">
          <Icon name="warning" size={16} />
          <span>{t('capture.failed')}</span>
        </p>
      )}
      {photos.work.value && <PhotoWork photos={photos} keepFocus={keepFocus} />}
    </>
  );
}

function PhotoWork({ photos, keepFocus }: Pick<WaysProps, 'photos' | 'keepFocus'>) {
  const { t } = useLanguage();
  const skip = useRef<HTMLButtonElement>(null);
  // The button may go away at any time: the focus must not go with it.
  useLeavingFocus(skip, keepFocus);
  return (
    <div class="uploads-line photo-work">
      <p class="status">{t('photos.working', { ...photos.work.value })}</p>
      <button ref={skip} type="button" class="link-button" onClick={photos.skip}>
        {t('photos.skip')}
      </button>
    </div>
  );
}
