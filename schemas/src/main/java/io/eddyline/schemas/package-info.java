/** The contracts between the tiers: records, topics, snapshot layout, HTTP documents, errors. */
@NullMarked
package io.eddyline.schemas;

import org.jspecify.annotations.NullMarked;
