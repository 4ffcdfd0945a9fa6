/**
 * The TypeScript type of a plain JSON Schema that is written out in the call (or `as const`): simple types, enums,
 * arrays and objects with their required properties. What is beyond that is `unknown`, never wrong. Types only.
 */

/** A JSON Schema object; its own keywords are checked when defining. */
export type JsonSchema = Readonly<Record<string, unknown>>;

type Items<S> = S extends { readonly items: infer I } ? FromJsonSchema<I> : unknown;

type RequiredOf<S> = S extends { readonly required: readonly (infer R)[] } ? R : never;

type Flat<T> = { [K in keyof T]: T[K] };

type ObjectOf<S> = S extends { readonly properties: infer P }
  ? Flat<
      { -readonly [K in keyof P as K extends RequiredOf<S> ? K : never]: FromJsonSchema<P[K]> } & {
        -readonly [K in keyof P as K extends RequiredOf<S> ? never : K]?: FromJsonSchema<P[K]>;
      }
    >
  : Record<string, unknown>;

type OfType<T, S> = T extends 'string'
  ? string
  : T extends 'number' | 'integer'
    ? number
    : T extends 'boolean'
      ? boolean
      : T extends 'null'
        ? null
        : T extends 'array'
          ? Items<S>[]
          : T extends 'object'
            ? ObjectOf<S>
            : unknown;

/** The type of the values that a JSON Schema accepts. */
export type FromJsonSchema<S> = S extends { readonly const: infer V }
  ? V
  : S extends { readonly enum: readonly (infer V)[] }
    ? V
    : S extends { readonly type: readonly (infer T)[] }
      ? OfType<T, S>
      : S extends { readonly type: infer T }
        ? OfType<T, S>
        : unknown;
