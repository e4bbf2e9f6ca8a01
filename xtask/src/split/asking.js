// What the wasm imports. The loader is some kilobytes that no page needs before its first area: it
// comes with that. What does not come is told as the loader itself would tell it.
import { initSync } from "MAIN";
const asking = (area) => async (callback, data) => {
  try {
    await (await import("LOADER"))[area](callback, data);
  } catch (fault) {
    console.error(fault);
    initSync(undefined, undefined).__indirect_function_table.get(callback)(data, false);
  }
};
