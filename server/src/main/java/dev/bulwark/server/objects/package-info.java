/// Objects on storage that speaks S3.
@NullMarked
package dev.bulwark.server.objects;

import org.jspecify.annotations.NullMarked;
