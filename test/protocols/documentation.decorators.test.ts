// `@doc` in both decorator dialects: this file runs once with each.

import { describe, expect, test } from "vitest";
import { doc, docOf, getdoc, ownDoc } from "../../src/protocols/documentation/documentation.ts";

@doc("A file on its way.")
class Upload {
  size = 0;

  @doc("Stops it.")
  cancel(reason: string): string {
    return `cancelled: ${reason}`;
  }

  @doc("How much has arrived.")
  get progress(): number {
    return this.size;
  }

  @doc("Begins one.")
  static start(): Upload {
    return new Upload();
  }

  @doc("The decorator.")
  describe(): void {
    "The literal.";
  }
}

class Download extends Upload {
  override cancel(reason: string): string {
    return super.cancel(reason);
  }
}

describe("`@doc`", () => {
  test("documents a class, which stays the same class", () => {
    expect(ownDoc(Upload)).toBe("A file on its way.");
    expect(Upload.name).toBe("Upload");
    expect(Upload.start()).toBeInstanceOf(Upload);
  });

  test("is not inherited, and `getdoc` does inherit", () => {
    expect(ownDoc(Download)).toBeNull();
    expect(Reflect.get(Download, "__doc__")).toBeNull();
    expect(getdoc(Download)).toBe("A file on its way.");
    expect(getdoc(Download, "cancel")).toBe("Stops it.");
  });

  test("documents methods, getters and static methods, which work as before", () => {
    expect(docOf(Upload.prototype.cancel)).toBe("Stops it.");
    expect(docOf(Upload.start)).toBe("Begins one.");
    expect(getdoc(Upload, "progress")).toBe("How much has arrived.");
    expect(new Upload().cancel("late")).toBe("cancelled: late");
  });

  test("wins over a literal", () => {
    expect(docOf(Upload.prototype.describe)).toBe("The decorator.");
  });

  test("refuses a field, which has no place for a docstring", () => {
    expect(() => {
      class Wrong {
        // @ts-expect-error a field has no docstring
        @doc("lost")
        size = 0;
      }
      return Wrong;
    }).toThrow(
      new TypeError("doc() takes a class, a function or an accessor: the field 'size' has no docstring"),
    );
  });
});
