@echo off
rem Membuat laporan di Windows; lingkungan kerja dipasang bila perlu. Contoh: laporan.cmd bukittinggi --periode 2025-S1
setlocal
cd /d "%~dp0"
set PYTHONUTF8=1
call tools\python.cmd tools\pasang.py
if errorlevel 1 exit /b 1
.venv\Scripts\kinerja-lab.exe laporan %*
