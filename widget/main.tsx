import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/panel.css';
import { connectionLinkName } from './hosts/connection-link-name.ts';
import { startDesk } from './hosts/desk.ts';
import { heedAncestorsOnly } from './hosts/heed-ancestors.ts';
import type { HostStart } from './hosts/host.ts';
import { readProduct } from './hosts/product.ts';
import { openPanel, type SecondModule } from './ui/open-panel.tsx';

heedAncestorsOnly(window);

const product = readProduct(document.documentElement);
const sdk = sdkTried();
let starting: Promise<HostStart>;
let load: () => Promise<SecondModule>;
let first: Promise<unknown> = Promise.resolve();
if (product === 'desk') {
  starting = sdk.then(() => startDesk(window, { connectionLinkName }));
  load = () => import('./second-part.ts');
} else {
  const loading = import('./record-part.ts');
  starting = Promise.all([loading, sdk]).then(
    ([part]) => part.startEmbedded(window, product),
    () => ({ kind: 'unloaded' }),
  );
  load = () => loading.then((part) => part.loadForRecords(product));
  first = loading.catch(() => {});
}

const root = document.getElementById('root');
// What speaks of records must not speak of tickets first.
if (root) void first.then(() => openPanel(root, starting, load));

/**
 * Waits until the SDK's script has run or failed: the panel need not wait for it. The page's `load` comes after either,
 * and the product registers the widget after that, so that whoever asks the SDK here asks in time.
 */
function sdkTried(): Promise<unknown> {
  return new Promise((resolve) => {
    if ('ZOHODESK' in window || 'ZOHO' in window) resolve(undefined);
    document.querySelector('script[defer]')?.addEventListener('load', resolve);
    addEventListener('load', resolve);
  });
}
