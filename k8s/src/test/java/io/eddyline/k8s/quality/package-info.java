/** Learning quality on real data, by the command that users have, against reference figures. */
@NullMarked
package io.eddyline.k8s.quality;

import org.jspecify.annotations.NullMarked;
