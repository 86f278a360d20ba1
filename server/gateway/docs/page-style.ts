/** The style of the page for people. */
export const pageStyle = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); --accent: light-dark(#1a5fb4, #8ab8f5); }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 56rem; font: 1rem/1.55 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.75rem; }
h2 { margin: 3rem 0 0; font-size: 1.35rem; }
h3 { margin: 0; font-size: 1rem; }
h4 { margin: 1rem 0 .25rem; font-size: .875rem; }
b, a { color: var(--accent); }
code, pre, nav li, h3 { font-family: ui-monospace, monospace; font-size: .875rem; overflow-wrap: anywhere; }
nav ul { margin: 1.5rem 0 0; padding: 0; list-style: none; }
nav a { text-decoration: none; }
nav a:hover, nav a:focus-visible { text-decoration: underline; }
article { margin-top: 1.25rem; padding: 1.25rem; border: 1px solid var(--line); border-radius: .5rem; }
article p { margin: .5rem 0; }
.token { font-size: .875rem; opacity: .75; }
table { width: 100%; border-collapse: collapse; font-size: .875rem; }
td:first-child code { overflow-wrap: normal; white-space: nowrap; }
td { padding: .4rem .75rem .4rem 0; border-top: 1px solid var(--line); vertical-align: top; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .4rem 1rem; margin: 0; font-size: .875rem; }
dt { font-weight: 600; }
dd { margin: 0; min-width: 0; }
summary { cursor: pointer; }
pre { margin: .5rem 0; padding: .75rem; border: 1px solid var(--line); border-radius: .375rem; overflow: auto; white-space: pre-wrap; }
`;
