-- What the world outside does, again and again.

-- The mailer sends what is queued, unless the mail is paused.
with sent as (
  update reminders set delivered_at = clock_timestamp()
  where delivered_at is null and not exists (select from switches where name = 'mail_paused' and active)
  returning id
)
insert into deliveries (reminder_id) select id from sent;

-- The credit bureau answers what was asked more than 20 s ago.
update credit_requests set score = 300 + abs(hashtext(customer_id)) % 551
where score is null and requested_at < clock_timestamp() - interval '20 s';
