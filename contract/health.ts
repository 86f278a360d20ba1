/** Where a gateway says that it is there, to whoever asks. */
export const healthPath = '/healthz';
