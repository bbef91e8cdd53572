/**
 * The routing table: every screen of the console, one line each. To add a screen, write
 * `screens/<name>/<Name>Screen.tsx` with a default export and give it a line here.
 */
import {
  Activity,
  BookImage,
  Clock,
  FolderOpen,
  Inbox,
  LayoutPanelTop,
  ListChecks,
  type LucideIcon,
  Scale,
  Send,
  Settings,
} from 'lucide-preact';
import type { AnyComponent } from 'preact';
import { lazy } from 'preact-iso';
import type { Overview, Permission } from '../shared/contract/index.ts';
import type { MessageKey } from '../shared/messages/index.ts';

export interface RailEntry {
  readonly href: string;
  readonly label: Extract<MessageKey, `console.nav.${string}`>;
  readonly icon: LucideIcon;
  /** Who sees it. */
  readonly permission: Permission;
  /** Second key of the chord `g` + key. */
  readonly key: string;
  /** A number that means something, and equals the list behind the link. */
  readonly count?: (overview: Overview) => number;
  /** Where the count asks for attention. */
  readonly isUrgent?: boolean;
  /** Draws a line above. */
  readonly isSeparated?: boolean;
  /** In the bar at the foot of a phone. */
  readonly isInBar?: boolean;
}

export const RAIL: readonly RailEntry[] = [
  {
    href: '/admin/library',
    label: 'console.nav.library',
    icon: BookImage,
    permission: 'asset:read',
    key: 'l',
    count: (overview) => overview.assets.total,
    isInBar: true,
  },
  {
    href: '/admin/collections',
    label: 'console.nav.collections',
    icon: FolderOpen,
    permission: 'asset:read',
    key: 'c',
  },
  {
    href: '/admin/portals',
    label: 'console.nav.portals',
    icon: LayoutPanelTop,
    permission: 'asset:read',
    key: 'p',
  },
  {
    href: '/admin/shares',
    label: 'console.nav.shares',
    icon: Send,
    permission: 'share:read',
    key: 's',
    count: (overview) => overview.shares.active,
    isInBar: true,
  },
  {
    href: '/admin/requests',
    label: 'console.nav.requests',
    icon: Inbox,
    permission: 'share:read',
    key: 'q',
    count: (overview) => overview.requests.waiting + overview.inquiries.open,
    isUrgent: true,
  },
  {
    href: '/admin/rights',
    label: 'console.nav.rights',
    icon: Scale,
    permission: 'asset:read',
    key: 'r',
    count: (overview) => overview.rights.endingSoon,
    isUrgent: true,
    isSeparated: true,
  },
  {
    href: '/admin/review',
    label: 'console.nav.review',
    icon: ListChecks,
    permission: 'asset:approve',
    key: 'v',
    count: (overview) => overview.assets.inReview,
    isUrgent: true,
    isInBar: true,
  },
  {
    href: '/admin/insights',
    label: 'console.nav.insights',
    icon: Activity,
    permission: 'insights:read',
    key: 'i',
    isSeparated: true,
  },
  { href: '/admin/audit', label: 'console.nav.audit', icon: Clock, permission: 'audit:read', key: 'a' },
  {
    href: '/admin/settings',
    label: 'console.nav.settings',
    icon: Settings,
    permission: 'settings:write',
    key: 'e',
  },
];

export interface ScreenRoute {
  readonly path: string;
  readonly component: AnyComponent;
}

export const SCREENS: readonly ScreenRoute[] = [
  { path: '/admin/library', component: lazy(() => import('./screens/library/LibraryScreen.tsx')) },
  { path: '/admin/assets/:id', component: lazy(() => import('./screens/asset/AssetScreen.tsx')) },
  {
    path: '/admin/collections',
    component: lazy(() => import('./screens/collections/CollectionsScreen.tsx')),
  },
  {
    path: '/admin/collections/:id',
    component: lazy(() => import('./screens/collections/CollectionScreen.tsx')),
  },
  { path: '/admin/portals', component: lazy(() => import('./screens/portals/PortalsScreen.tsx')) },
  { path: '/admin/portals/:id', component: lazy(() => import('./screens/portals/PortalScreen.tsx')) },
  { path: '/admin/shares/:id?', component: lazy(() => import('./screens/shares/SharesScreen.tsx')) },
  { path: '/admin/requests', component: lazy(() => import('./screens/requests/RequestsScreen.tsx')) },
  { path: '/admin/insights', component: lazy(() => import('./screens/insights/InsightsScreen.tsx')) },
  { path: '/admin/audit', component: lazy(() => import('./screens/audit/AuditScreen.tsx')) },
  { path: '/admin/settings', component: lazy(() => import('./screens/settings/SettingsScreen.tsx')) },
  { path: '/admin/rights', component: lazy(() => import('./screens/rights/RightsScreen.tsx')) },
  { path: '/admin/review', component: lazy(() => import('./screens/review/ReviewScreen.tsx')) },
];
