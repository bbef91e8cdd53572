/** Who signs in, with which role; adding people, and switching accounts off. */
import { UserPlus } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Role, UserRow } from '../../../shared/contract/index.ts';
import { passwordSchema, ROLES } from '../../../shared/contract/index.ts';
import { Button } from '../../components/Button.tsx';
import { ActionDialog } from '../../components/Dialog.tsx';
import { SelectField, TextField } from '../../components/Field.tsx';
import { Loaded } from '../../components/States.tsx';
import { Mark } from '../../components/StatusMark.tsx';
import { createUser, listUsers, updateUser } from '../../operations/settings.ts';
import { showDate, tr } from '../../state/locale.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { invalidate, useResource } from '../../state/resource.ts';
import { me } from '../../state/session.ts';

export function People() {
  const users = useResource('users', listUsers);
  const [isAdding, setAdding] = useState(false);
  const change = async (user: UserRow, part: { role?: Role; disabled?: boolean }) => {
    const before = { role: user.role, disabled: user.disabled };
    const send = async (value: { role?: Role; disabled?: boolean }) => {
      await updateUser(user.id, value);
      invalidate('users');
    };
    try {
      await send(part);
      notify(tr('console.people.changed', { name: user.name }), { undo: () => send(before) });
    } catch (error) {
      invalidate('users');
      notifyFailure(error, tr('console.people.failed', { name: user.name }));
    }
  };
  return (
    <div class="stack people">
      <div class="spread">
        <p class="muted">{tr('console.people.hint')}</p>
        <Button tone="primary" icon={UserPlus} onClick={() => setAdding(true)}>
          {tr('console.people.add')}
        </Button>
      </div>
      <Loaded of={users}>
        {(rows) => (
          <ul class="rows">
            {rows.map((user) => {
              const isSelf = user.id === me.value?.id;
              return (
                <li key={user.id} class="person">
                  <div class="two-lines">
                    <span class="truncate">
                      {user.name} {isSelf && <span class="muted">{tr('console.people.you')}</span>}
                    </span>
                    <span class="muted small truncate">
                      {user.email} · {tr('console.people.since', { day: showDate(user.createdAt) })}
                    </span>
                  </div>
                  {user.disabled ? (
                    <Mark tone="bad" label={tr('console.people.disabled')} />
                  ) : (
                    <select
                      class="input person-role"
                      aria-label={tr('console.people.role_of', { name: user.name })}
                      value={user.role}
                      disabled={isSelf}
                      onChange={(event) => {
                        const role = ROLES.find((known) => known === event.currentTarget.value);
                        if (role) void change(user, { role });
                      }}
                    >
                      {ROLES.map((role) => (
                        <option key={role} value={role}>
                          {tr(`console.role.${role}`)}
                        </option>
                      ))}
                    </select>
                  )}
                  <Button
                    tone="quiet"
                    disabled={isSelf}
                    onClick={() => void change(user, { disabled: !user.disabled })}
                  >
                    {tr(user.disabled ? 'console.people.enable' : 'console.people.disable')}
                  </Button>
                </li>
              );
            })}
          </ul>
        )}
      </Loaded>
      {isAdding && <AddDialog onClose={() => setAdding(false)} />}
    </div>
  );
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('curator');
  const [password, setPassword] = useState('');
  return (
    <ActionDialog
      title={tr('console.people.add')}
      action={tr('console.people.add')}
      isDisabled={name.trim() === '' || email.trim() === '' || !passwordSchema.safeParse(password).success}
      onClose={onClose}
      onAction={async () => {
        await createUser({ name: name.trim(), email: email.trim(), role, password });
        invalidate('users');
        notify(tr('console.people.added', { name: name.trim() }), { tone: 'good' });
      }}
    >
      <TextField
        label={tr('console.contact.name')}
        required
        autofocus
        maxLength={100}
        value={name}
        onValue={setName}
      />
      <TextField
        label={tr('console.sign_in.email')}
        type="email"
        required
        maxLength={200}
        value={email}
        onValue={setEmail}
      />
      <SelectField
        label={tr('console.people.role')}
        hint={tr(`console.role.${role}_about`)}
        value={role}
        options={ROLES.map((value) => ({ value, label: tr(`console.role.${value}`) }))}
        onValue={setRole}
      />
      <TextField
        label={tr('console.people.password')}
        hint={tr('console.people.password_hint')}
        type="password"
        autocomplete="new-password"
        required
        maxLength={128}
        value={password}
        onValue={setPassword}
      />
    </ActionDialog>
  );
}
