import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/panel.css';
import { connectionLinkName } from './hosts/connection-link-name.ts';
import { startDesk } from './hosts/desk.ts';
import type { HostStart } from './hosts/host.ts';
import { readProduct } from './hosts/product.ts';
import { openPanel, type SecondModule } from './ui/open-panel.tsx';

const product = readProduct(document.documentElement);
let starting: Promise<HostStart>;
let load: () => Promise<SecondModule>;
if (product === 'desk') {
  // Before anything else: Desk's SDK answers only a widget that asks while its script runs.
  starting = startDesk(window, { connectionLinkName });
  load = () => import('./second-part.ts');
} else {
  const loading = import('./record-part.ts');
  starting = loading.then(
    (part) => part.startEmbedded(window, product),
    () => ({ kind: 'unloaded' }),
  );
  load = () => loading.then((part) => part.loadForRecords(product));
}

// Fetched while the ticket is read. What fails here is tried once more by the panel.
load().catch(() => {});

const root = document.getElementById('root');
if (root) void openPanel(root, starting, load);
