// What the libraries take for granted and a browser of 2020 does not have.

if (!Object.hasOwn) {
  Object.defineProperty(Object, "hasOwn", {
    value: (object, key) => Object.prototype.hasOwnProperty.call(object, key),
  });
}
