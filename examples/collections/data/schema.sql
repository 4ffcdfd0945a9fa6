-- The collections database: customers, what they owe and paid, and what the agent's tools leave behind.

create table customers (
  id text primary key,
  name text not null unique,
  email text not null,
  segment text not null check (segment in ('business', 'private')),
  city text not null,
  customer_since date not null
);

create table invoices (
  id text primary key,
  customer_id text not null references customers (id),
  amount_cents integer not null check (amount_cents > 0),
  issued_on date not null,
  due_on date not null
);

create table payments (
  id integer generated always as identity primary key,
  invoice_id text not null references invoices (id),
  amount_cents integer not null check (amount_cents > 0),
  paid_on date not null
);

create view balances as
select
  i.id as invoice_id,
  i.customer_id,
  i.due_on,
  i.amount_cents - coalesce(sum(p.amount_cents), 0)::integer as open_cents,
  greatest(current_date - i.due_on, 0) as days_overdue
from invoices i
left join payments p on p.invoice_id = i.id
group by i.id;

-- What is out of order at the moment. The demo switches these; a tool meets only their effect.
create table switches (
  name text primary key,
  active boolean not null
);
insert into switches values ('payment_maintenance', false), ('mail_paused', false);

-- Payment histories, unless the payments are being maintained: then the database itself refuses.
create function payment_history (customer text)
returns table (paid_on date, invoice_id text, amount_cents integer)
language plpgsql as $$
begin
  if exists (select from switches where name = 'payment_maintenance' and active) then
    raise exception 'payments are under maintenance, try again shortly' using errcode = 'object_not_in_prerequisite_state';
  end if;
  return query
    select p.paid_on, p.invoice_id, p.amount_cents
    from payments p join invoices i on i.id = p.invoice_id
    where i.customer_id = customer
    order by p.paid_on desc;
end $$;

-- Questions to a credit bureau, which answers in its own time by filling in the score.
create table credit_requests (
  customer_id text primary key references customers (id),
  requested_at timestamptz not null default clock_timestamp(),
  score integer
);

-- Reminders to be mailed. The unique key is what makes a second attempt of one call find the row of the first.
create table reminders (
  id integer generated always as identity primary key,
  idempotency_key text not null unique,
  turn_id text not null,
  call_id text not null,
  customer_id text not null references customers (id),
  message text not null,
  queued_at timestamptz not null default clock_timestamp(),
  delivered_at timestamptz
);

-- What the mailer has really sent: nothing here keeps it from sending twice.
create table deliveries (
  id integer generated always as identity primary key,
  reminder_id integer not null references reminders (id)
);

-- The ledger: each time that a tool's code begins, and how it ended. A start without an end was killed.
create table tool_starts (
  id integer generated always as identity primary key,
  turn_id text not null,
  call_id text not null,
  tool text not null,
  idempotency_key text not null,
  attempt integer not null,
  worker_pid integer not null,
  ended_at timestamptz,
  failure text
);
