/**
 * Binds the configuration records of all tiers from YAML, environment and command line. Called
 * once, before anything starts.
 */
@NullMarked
package io.eddyline.k8s.config;

import org.jspecify.annotations.NullMarked;
