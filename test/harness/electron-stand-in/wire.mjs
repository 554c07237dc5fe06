// Messages between the main process and the launcher, and the ledger of calls worth asserting on.

const waiting = new Map()
let lastRequestId = 0

/** What the app did that has no visible effect here: shell calls, window options, notifications. */
export const ledger = []

export function record(what, detail) {
  ledger.push({ what, detail })
  return detail
}

export function post(message) {
  if (process.connected) process.send(message, () => undefined)
}

/** Sends a request to the launcher and gives its answer. */
export function ask(message) {
  const requestId = ++lastRequestId
  const answer = new Promise((resolve, reject) => {
    waiting.set(requestId, { resolve, reject })
  })
  post({ ...message, requestId })
  return answer
}

/** Takes the launcher's answer to an earlier `ask`. */
export function settle({ answerTo, value, error }) {
  const request = waiting.get(answerTo)
  waiting.delete(answerTo)
  if (error === undefined) request?.resolve(value)
  else request?.reject(new Error(error))
}

/** An object whose missing members throw by name, so that a gap in the stand-in is never silent. */
export function strict(name, target) {
  return new Proxy(target, {
    get(object, key, receiver) {
      if (key in object || typeof key === 'symbol' || key === 'then' || key === 'toJSON') {
        return Reflect.get(object, key, receiver)
      }
      throw new Error(`stand-in: electron.${name}.${key} is not implemented`)
    }
  })
}

/** An event with preventDefault; `prevented` tells whether a listener called it. */
export function createPreventableEvent(details = {}) {
  return {
    ...details,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true
    }
  }
}
