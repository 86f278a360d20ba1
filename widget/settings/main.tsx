import '../ui/styles/tokens.css';
import '../ui/styles/base.css';
import '../ui/styles/panel.css';
import './settings.css';
import { connectionLinkName } from '../hosts/connection-link-name.ts';
import { startDesk } from '../hosts/desk.ts';
import { heedAncestorsOnly } from '../hosts/heed-ancestors.ts';
import { openSettings } from './open-settings.tsx';

heedAncestorsOnly(window);

// Before anything else: the SDK answers only a page that asks while its script runs.
const starting = startDesk(window, { connectionLinkName });

const root = document.getElementById('root');
if (root) void openSettings(root, starting);
