-- a function in SQL is parsed again by every statement that could call it; this language keeps what it has parsed
create or replace function text_elements(value jsonb) returns varchar[]
  language plpgsql immutable parallel safe strict
  as $$ begin return array(select jsonb_array_elements_text(value))::varchar[]; end $$;
