"""The demo bureau, 云岭县住房和城乡建设局（示例）: invented people and firms, real matters, written by actions only."""
