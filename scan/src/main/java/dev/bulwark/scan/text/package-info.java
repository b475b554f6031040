/// Plain text beside a model: read when no grammar claims the bytes.
@NullMarked
package dev.bulwark.scan.text;

import org.jspecify.annotations.NullMarked;
