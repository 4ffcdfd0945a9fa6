-- Twelve customers, made up. Dates count from today, so that what is overdue stays overdue.

insert into customers values
  ('C-1001', 'John Doe',           'john.doe@example.com',    'private',  'Boston',   current_date - 1460),
  ('C-1002', 'Acme Tools',         'accounts@acme.example',   'business', 'Chicago',  current_date - 2900),
  ('C-1003', 'Maria Sanchez',      'maria@example.com',       'private',  'Austin',   current_date - 700),
  ('C-1004', 'Northwind Bakery',   'office@northwind.example','business', 'Portland', current_date - 1200),
  ('C-1005', 'Li Wei',             'li.wei@example.com',      'private',  'Seattle',  current_date - 300),
  ('C-1006', 'Harbor Logistics',   'billing@harbor.example',  'business', 'Boston',   current_date - 3300),
  ('C-1007', 'Amara Okafor',       'amara@example.com',       'private',  'Denver',   current_date - 90),
  ('C-1008', 'Blue Ridge Dental',  'desk@blueridge.example',  'business', 'Roanoke',  current_date - 1800),
  ('C-1009', 'Tom O''Brien',       'tom.obrien@example.com',  'private',  'Boston',   current_date - 2000),
  ('C-1010', 'Sunrise Solar',      'pay@sunrise.example',     'business', 'Phoenix',  current_date - 450),
  ('C-1011', 'Elena Petrova',      'elena@example.com',       'private',  'Chicago',  current_date - 820),
  ('C-1012', 'Granite Works',      'ledger@granite.example',  'business', 'Concord',  current_date - 2500);

insert into invoices values
  ('I-2001', 'C-1001', 125000, current_date - 95,  current_date - 65),
  ('I-2002', 'C-1001',  48050, current_date - 50,  current_date - 20),
  ('I-2003', 'C-1002', 980000, current_date - 130, current_date - 100),
  ('I-2004', 'C-1002', 215000, current_date - 25,  current_date + 5),
  ('I-2005', 'C-1003',  15990, current_date - 40,  current_date - 10),
  ('I-2006', 'C-1004', 330000, current_date - 75,  current_date - 45),
  ('I-2007', 'C-1005',   8900, current_date - 12,  current_date + 18),
  ('I-2008', 'C-1006', 760000, current_date - 60,  current_date - 30),
  ('I-2009', 'C-1006', 645000, current_date - 30,  current_date),
  ('I-2010', 'C-1007',  22000, current_date - 70,  current_date - 40),
  ('I-2011', 'C-1008', 118000, current_date - 35,  current_date - 5),
  ('I-2012', 'C-1009',  56000, current_date - 160, current_date - 130),
  ('I-2013', 'C-1010', 402500, current_date - 20,  current_date + 10),
  ('I-2014', 'C-1011',  31000, current_date - 90,  current_date - 60),
  ('I-2015', 'C-1012', 287000, current_date - 45,  current_date - 15),
  ('I-2016', 'C-1012', 134000, current_date - 110, current_date - 80);

insert into payments (invoice_id, amount_cents, paid_on) values
  ('I-2001',  40000, current_date - 58),
  ('I-2001',  10000, current_date - 28),
  ('I-2003', 500000, current_date - 90),
  ('I-2005',  15990, current_date - 9),
  ('I-2006', 110000, current_date - 44),
  ('I-2008', 760000, current_date - 31),
  ('I-2011', 118000, current_date - 4),
  ('I-2014',  31000, current_date - 61),
  ('I-2016', 134000, current_date - 79);
