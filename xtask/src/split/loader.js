// Parts travel in files: those of an area together in one, large ones that areas share alone.
// FILES: file → address; PLACES: part → [file, begin, length], in each file that has it.
const files = {};
function file(name) {
    return (files[name] ??= fetch(new URL(FILES[name], import.meta.url))
        .then((reply) => {
            if (!reply.ok) throw new Error(`${reply.status} for ${reply.url}`);
            return reply.arrayBuffer();
        })
        .catch((fault) => {
            delete files[name];
            throw fault;
        }));
}
// Out of a file that is there or on its way, if there is one.
function part(name) {
    const [from, begin, length] = PLACES[name].find(([from]) => files[from]) ?? PLACES[name][0];
    const bytes = file(from).then((all) => new Uint8Array(all, begin, length));
    bytes.catch(() => {});
    return bytes;
}
function opened(area, load) {
    return wrapAsyncCb(() => {
        file(area).catch(() => {});
        return load();
    });
}
