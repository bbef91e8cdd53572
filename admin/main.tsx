/** Starts the console in the element the shell page provides. */
import { render } from 'preact';

function Console() {
  return (
    <main>
      <h1>Console</h1>
    </main>
  );
}

const root = document.getElementById('console');
if (root) render(<Console />, root);
