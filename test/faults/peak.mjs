// Loaded into a service before everything else: it tells whoever started it the most that was resident since it was asked
// last, in bytes, looked at so often that little is taken and given back in between.
let peak = 0;
setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 5).unref();
process.on('message', () => {
  process.send({ peak: Math.max(peak, process.memoryUsage.rss()) });
  peak = 0;
});
process.channel?.unref();
