import { goQuote } from "@kubetick/core";

/**
 * What Go's decoder says of a text that is no JSON: the messages of the real server quote it.
 * Source: Go's encoding/json/scanner.go, in the order of its states.
 */
export function jsonError(text: string): string {
  try {
    new Scanner(text).scan();
    return "unexpected end of JSON input";
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

const SPACE = /[ \t\r\n]/;
const DIGIT = /[0-9]/;
const HEX = /[0-9a-fA-F]/;

class Scanner {
  /** A character for each byte, and a space: as Go's scanner sees the text and its end. */
  readonly #text: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#text = [...Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)), " "];
  }

  /** Throws a SyntaxError at the first character that cannot be; returns where there is none, but the text ends too early. */
  scan(): void {
    if (!this.#value("looking for beginning of value")) return;
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail("after top-level value");
  }

  #fail(context: string): never {
    throw new SyntaxError(`invalid character ${quoted(this.#text[this.#at] as string)} ${context}`);
  }

  #peek(): string | undefined {
    return this.#text[this.#at];
  }

  #skipSpace(): void {
    while (this.#at < this.#text.length && SPACE.test(this.#text[this.#at] as string)) this.#at++;
  }

  /** True where a value ended; false where the text did. So it is with all that follow. */
  #value(context: string): boolean {
    this.#skipSpace();
    const char = this.#peek();
    if (char === undefined) return false;
    if (char === "{") return this.#object();
    if (char === "[") return this.#array();
    if (char === '"') return this.#string();
    if (char === "-" || DIGIT.test(char)) return this.#number();
    if (char === "t") return this.#literal("true");
    if (char === "f") return this.#literal("false");
    if (char === "n") return this.#literal("null");
    return this.#fail(context);
  }

  #object(): boolean {
    this.#at++;
    this.#skipSpace();
    if (this.#peek() === "}") return this.#advance();
    for (;;) {
      this.#skipSpace();
      if (this.#peek() === undefined) return false;
      if (this.#peek() !== '"') this.#fail("looking for beginning of object key string");
      if (!this.#string()) return false;
      if (!this.#expect(":", "after object key")) return false;
      if (!this.#value("looking for beginning of value")) return false;
      this.#skipSpace();
      if (this.#peek() === "}") return this.#advance();
      if (!this.#expect(",", "after object key:value pair")) return false;
    }
  }

  #array(): boolean {
    this.#at++;
    this.#skipSpace();
    if (this.#peek() === "]") return this.#advance();
    for (;;) {
      if (!this.#value("looking for beginning of value")) return false;
      this.#skipSpace();
      if (this.#peek() === "]") return this.#advance();
      if (!this.#expect(",", "after array element")) return false;
    }
  }

  #expect(wanted: string, context: string): boolean {
    this.#skipSpace();
    if (this.#peek() === undefined) return false;
    if (this.#peek() !== wanted) this.#fail(context);
    return this.#advance();
  }

  #advance(): true {
    this.#at++;
    return true;
  }

  #string(): boolean {
    this.#at++;
    for (;;) {
      const char = this.#peek();
      if (char === undefined) return false;
      if (char === '"') return this.#advance();
      if (char < " ") this.#fail("in string literal");
      this.#at++;
      if (char === "\\" && !this.#escape()) return false;
    }
  }

  #escape(): boolean {
    const char = this.#peek();
    if (char === undefined) return false;
    if (!'bfnrt\\/"u'.includes(char)) this.#fail("in string escape code");
    this.#at++;
    for (let digits = 0; char === "u" && digits < 4; digits++, this.#at++) {
      if (this.#peek() === undefined) return false;
      if (!HEX.test(this.#peek() as string)) this.#fail("in \\u hexadecimal character escape");
    }
    return true;
  }

  /** A number that the text ends with is a number. */
  #number(): boolean {
    if (this.#peek() === "-") this.#at++;
    if (this.#peek() === "0") this.#at++;
    else if (!this.#digits("in numeric literal")) return false;
    if (this.#peek() === ".") {
      this.#at++;
      if (!this.#digits("after decimal point in numeric literal")) return false;
    }
    if (this.#peek() === "e" || this.#peek() === "E") {
      this.#at++;
      if (this.#peek() === "+" || this.#peek() === "-") this.#at++;
      if (!this.#digits("in exponent of numeric literal")) return false;
    }
    return true;
  }

  #digits(context: string): boolean {
    if (this.#peek() === undefined) return false;
    if (!DIGIT.test(this.#peek() as string)) this.#fail(context);
    while (this.#at < this.#text.length && DIGIT.test(this.#peek() as string)) this.#at++;
    return true;
  }

  #literal(word: string): boolean {
    for (let done = 1; done < word.length; done++) {
      this.#at++;
      if (this.#peek() === undefined) return false;
      if (this.#peek() !== word[done]) this.#fail(`in literal ${word} (expecting '${word[done]}')`);
    }
    return this.#advance();
  }
}

/** Source: encoding/json/scanner.go quoteChar. */
function quoted(char: string): string {
  if (char === "'") return "'\\''";
  if (char === '"') return "'\"'";
  return `'${goQuote(char).slice(1, -1)}'`;
}
