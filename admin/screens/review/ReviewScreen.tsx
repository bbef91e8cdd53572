import { Screen } from '../../components/Screen.tsx';

export default function ReviewScreen() {
  return <Screen title="Review">…</Screen>;
}
