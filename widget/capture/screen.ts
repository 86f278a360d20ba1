/** How a capture of the screen ended. */
export type Capture =
  | { readonly kind: 'captured'; readonly image: Blob }
  /** The agent chose nothing. */
  | { readonly kind: 'declined' }
  | { readonly kind: 'failed' };

/**
 * Asks the agent what to capture, and takes one still picture of it as PNG. The stream is stopped before anything else
 * is done with the picture. To be called by a click: browsers ask for one.
 */
export async function captureScreen(devices: Pick<MediaDevices, 'getDisplayMedia'>): Promise<Capture> {
  let stream: MediaStream;
  try {
    stream = await devices.getDisplayMedia({ video: true, audio: false });
  } catch (error) {
    const declined = error instanceof DOMException && error.name === 'NotAllowedError';
    return { kind: declined ? 'declined' : 'failed' };
  }
  try {
    const canvas = await drawFrame(stream);
    stop(stream);
    return { kind: 'captured', image: await canvas.convertToBlob({ type: 'image/png' }) };
  } catch {
    return { kind: 'failed' };
  } finally {
    stop(stream);
  }
}

async function drawFrame(stream: MediaStream): Promise<OffscreenCanvas> {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = stream;
  await video.play();
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  video.srcObject = null;
  return canvas;
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
