// Structured-clone values as text, for the way between page and test process: Map, Set, Date, BigInt, bytes,
// errors and cycles survive. Node loads it as CommonJS; the page gets its text.
;((root) => {
  const arrayTypes = [
    'Int8Array',
    'Uint8Array',
    'Uint8ClampedArray',
    'Int16Array',
    'Uint16Array',
    'Int32Array',
    'Uint32Array',
    'Float32Array',
    'Float64Array',
    'BigInt64Array',
    'BigUint64Array'
  ]
  const errorTypes = { TypeError, RangeError, SyntaxError, ReferenceError }
  const sliceBytes = 32_768

  function toBase64(bytes) {
    let text = ''
    for (let at = 0; at < bytes.length; at += sliceBytes) {
      text += String.fromCharCode(...bytes.subarray(at, at + sliceBytes))
    }
    return btoa(text)
  }
  const fromBase64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))

  const isPlainNumber = (value) => Number.isFinite(value) && !Object.is(value, -0)

  /** @returns the node of a value without identity, or undefined for objects */
  function writePrimitive(value) {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
    if (value === undefined) return { kind: 'undefined' }
    if (typeof value === 'bigint') return { kind: 'bigint', of: String(value) }
    if (typeof value === 'number') {
      return isPlainNumber(value)
        ? value
        : { kind: 'number', of: Object.is(value, -0) ? '-0' : String(value) }
    }
    return undefined
  }

  function writeObject(value, write) {
    const tag = Object.prototype.toString.call(value).slice(8, -1)
    if (Array.isArray(value)) return { kind: 'array', of: Array.from(value, write) }
    if (tag === 'Date') return { kind: 'date', of: value.getTime() }
    if (tag === 'RegExp') return { kind: 'regexp', of: [value.source, value.flags] }
    if (tag === 'Map') return { kind: 'map', of: [...value].map((pair) => pair.map(write)) }
    if (tag === 'Set') return { kind: 'set', of: [...value].map(write) }
    if (tag === 'ArrayBuffer') return { kind: 'buffer', of: toBase64(new Uint8Array(value)) }
    if (tag === 'Error') return { kind: 'error', of: [value.name, value.message, value.stack] }
    if (arrayTypes.includes(tag)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      return { kind: 'bytes', type: tag, of: toBase64(bytes) }
    }
    return { kind: 'object', of: Object.entries(value).map(([key, item]) => [key, write(item)]) }
  }

  function encode(value) {
    const seen = new Map()
    const write = (item) => {
      const primitive = writePrimitive(item)
      if (primitive !== undefined) return primitive
      if (seen.has(item)) return { kind: 'again', of: seen.get(item) }
      seen.set(item, seen.size)
      return writeObject(item, write)
    }
    return JSON.stringify(write(value))
  }

  const readPrimitive = {
    undefined: () => undefined,
    bigint: (text) => BigInt(text),
    number: (text) => (text === '-0' ? -0 : Number(text))
  }

  function readError([name, message, stack]) {
    const error = new (errorTypes[name] ?? Error)(message)
    error.stack = stack
    return error
  }

  /** Containers are announced through `keep` before their items are read, so that cycles find them. */
  const readObject = {
    array(node, read, keep) {
      const array = keep([])
      for (const item of node.of) array.push(read(item))
      return array
    },
    map(node, read, keep) {
      const map = keep(new Map())
      for (const [key, item] of node.of) map.set(read(key), read(item))
      return map
    },
    set(node, read, keep) {
      const set = keep(new Set())
      for (const item of node.of) set.add(read(item))
      return set
    },
    object(node, read, keep) {
      const object = keep({})
      for (const [key, item] of node.of) object[key] = read(item)
      return object
    },
    date: (node, _read, keep) => keep(new Date(node.of)),
    regexp: (node, _read, keep) => keep(new RegExp(...node.of)),
    buffer: (node, _read, keep) => keep(fromBase64(node.of).buffer),
    bytes: (node, _read, keep) => keep(new root[node.type](fromBase64(node.of).buffer)),
    error: (node, _read, keep) => keep(readError(node.of))
  }

  function decode(text) {
    const known = []
    const read = (node) => {
      if (node === null || typeof node !== 'object') return node
      if (node.kind in readPrimitive) return readPrimitive[node.kind](node.of)
      if (node.kind === 'again') return known[node.of]
      const at = known.push(undefined) - 1
      const keep = (value) => {
        known[at] = value
        return value
      }
      return readObject[node.kind](node, read, keep)
    }
    return read(JSON.parse(text))
  }

  const codec = { encode, decode }
  if (typeof module === 'object' && module.exports) module.exports = codec
  else root.standInCodec = codec
})(globalThis)
