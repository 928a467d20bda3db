/**
 * Weights as files: safetensors, and PyTorch checkpoints, whose pickles are read as a description
 * of tensors without running anything in them.
 *
 * <p>Internal: may change in any version.
 */
package org.metasift.nn.file;
