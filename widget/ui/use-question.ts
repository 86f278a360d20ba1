import { useEffect } from 'preact/hooks';

/** Has the browser ask the agent before it leaves the page, as long as something would be lost by that. */
export function useQuestion(wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    window.addEventListener('beforeunload', (event) => event.preventDefault(), stop);
    return () => stop.abort();
  }, [wanted]);
}
