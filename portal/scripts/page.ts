/** What every public page gains where script runs. Each part stands alone, so one that fails harms no other. */
import { startAssetKeys } from './asset-keys.ts';
import { startCopyButtons } from './copy.ts';
import { startMoments } from './moments.ts';
import { startMotion } from './motion.ts';
import { startPictures } from './pictures.ts';
import { startShare } from './share.ts';
import { startTray } from './tray.ts';
import { startZoom } from './zoom.ts';

startPictures();
startMoments();
startMotion();
startCopyButtons();
startTray();
startShare();
startAssetKeys();
startZoom();
