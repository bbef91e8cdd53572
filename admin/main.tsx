/** Starts the console in the element the shell page provides. */
import '@fontsource-variable/inter/wght.css';
import '../shared/theme/tokens.css';
import './styles/roles.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/popups.css';
import './styles/chips-and-tabs.css';
import './styles/tables-and-states.css';
import './styles/thumbnails.css';
import './styles/composed-fields.css';
import './styles/frame.css';
import './styles/library.css';
import './styles/asset.css';
import './styles/embed.css';
import './styles/playground.css';
import './styles/websites.css';
import './styles/watermarks.css';
import './styles/rights.css';
import './styles/curation.css';
import './styles/portals.css';
import './styles/sharing.css';
import './styles/registers.css';
import './styles/settings-and-insights.css';
import { render } from 'preact';
import { App } from './app.tsx';

const root = document.getElementById('console');
if (root) render(<App />, root);
