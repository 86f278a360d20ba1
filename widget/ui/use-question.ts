import { useEffect } from 'preact/hooks';

/** Has the browser ask the agent before it leaves the page, as long as something would be lost by that. */
export function useQuestion(wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return;
    const ask = (event: Event) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [wanted]);
}
