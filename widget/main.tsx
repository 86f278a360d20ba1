import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/panel.css';
import { connectionLinkName } from './hosts/connection-link-name.ts';
import { startDesk } from './hosts/desk.ts';
import { openPanel } from './ui/open-panel.tsx';

// Before anything else: the SDK answers only a widget that asks while its script runs.
const starting = startDesk(window, { connectionLinkName });

const load = () => import('./second-part.ts');
// Fetched while the ticket is read. What fails here is tried once more by the panel.
load().catch(() => {});

const root = document.getElementById('root');
if (root) void openPanel(root, starting, load);
