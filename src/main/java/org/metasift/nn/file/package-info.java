/**
 * Weights as files: safetensors, and PyTorch checkpoints, whose pickles are read as a description
 * of tensors without running anything in them.
 */
package org.metasift.nn.file;
