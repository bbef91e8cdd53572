import { Screen } from '../../components/Screen.tsx';

export default function LibraryScreen() {
  return <Screen title="Library">…</Screen>;
}
