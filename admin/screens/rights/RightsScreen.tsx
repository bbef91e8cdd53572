import { Screen } from '../../components/Screen.tsx';

export default function RightsScreen() {
  return <Screen title="Rights">…</Screen>;
}
