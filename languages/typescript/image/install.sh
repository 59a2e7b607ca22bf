#!/bin/sh
# Takes the comments out of the declarations that the compiler reads for every program: two thirds of them are for people. Lines and columns stay.
set -e
../.image/run-in-tree node /usr/lib/hotcell/typescript/strip-comments.mjs /usr/lib/hotcell/typescript/node_modules
