"""Writes models/e5-small-v2-pca-256.bin from the .npz that the fit saved (arrays mu and U). Needs only Python.

  python3 scripts/convert_pca.py e5-small-v2-pca-256.npz models/e5-small-v2-pca-256.bin
"""
import ast
import struct
import sys
import zipfile

source, target = sys.argv[1:]


def array(name):
    """Shape and bytes of a little-endian float32 array in C order."""
    data = zipfile.ZipFile(source).read(name + ".npy")
    length = struct.unpack("<H", data[8:10])[0]
    header = ast.literal_eval(data[10 : 10 + length].decode())
    assert header["descr"] == "<f4" and not header["fortran_order"], header
    return header["shape"], data[10 + length :]


(inputs,), mean = array("mu")
(rows, outputs), projection = array("U")
assert rows == inputs
with open(target, "wb") as file:
    file.write(b"PCA1" + struct.pack("<II", inputs, outputs) + mean + projection)
